package io.counterstep.architecture.wrong.fulfilment.local;

public class Launcher {}
