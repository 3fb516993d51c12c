/** Spring Boot's side: one {@code @Bean SagaDefinition} or one {@code @Bean Handlers} is all that a service declares. */
@NullMarked
package io.counterstep.spring;

import org.jspecify.annotations.NullMarked;
