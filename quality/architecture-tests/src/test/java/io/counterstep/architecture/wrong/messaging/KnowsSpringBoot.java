package io.counterstep.architecture.wrong.messaging;

import org.springframework.boot.SpringApplication;

class KnowsSpringBoot {
    SpringApplication application = new SpringApplication();
}
