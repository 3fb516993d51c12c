package io.counterstep.spring;

import java.util.Map;

/** Spring's Kafka properties, common to all clients. */
record KafkaSettings(Map<String, Object> values) {}
