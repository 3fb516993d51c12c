/** Trips, all or nothing: the saga, its participants and their HTTP API in one service. */
@org.jspecify.annotations.NullMarked
package io.counterstep.examples.trip;
