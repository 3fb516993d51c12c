package io.counterstep.architecture.wrong.messaging;

public class Engine {}
