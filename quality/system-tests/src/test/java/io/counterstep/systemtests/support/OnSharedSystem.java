package io.counterstep.systemtests.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class (its constructor, its methods) the one system that runs in this JVM: parameters of type
 * {@link io.counterstep.fulfilment.local.LocalSystem} and {@link Shop}. It is started when first asked for and closed
 * after the last test. Tests bring their own orders and leave all services running; whoever needs another system starts
 * one of their own.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SharedSystem.class)
public @interface OnSharedSystem {}
