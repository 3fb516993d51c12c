package io.counterstep.architecture.wrong.core;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class KnowsALogger {
    Logger log = LoggerFactory.getLogger("wrong");
}
