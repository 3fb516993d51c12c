/** What the rounds showed, for people, for programs and for the documents. */
@NullMarked
package io.counterstep.benchmarks.report;

import org.jspecify.annotations.NullMarked;
