@NullMarked
package io.counterstep.spring;

import org.jspecify.annotations.NullMarked;
