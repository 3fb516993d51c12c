package io.counterstep.architecture.wrong.messaging;

import org.springframework.stereotype.Component;

@Component
class IsAComponent {}
