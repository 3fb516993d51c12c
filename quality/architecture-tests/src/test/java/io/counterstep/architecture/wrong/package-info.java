/**
 * Code as it must not be: for each rule one class that breaks it, laid out like the real packages. A rule that does not
 * report its class cannot fail, and its own test says so. Not null-marked, which is one of the breaches.
 */
package io.counterstep.architecture.wrong;
