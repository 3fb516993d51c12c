package io.counterstep.systemtests.console;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class (its constructor, its methods) the one {@link Stage} and the one {@link Chromium} of this JVM. Where
 * there is no Chromium the class is skipped, and says so aloud.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ConsoleInBrowser.class)
@interface OnConsole {}
