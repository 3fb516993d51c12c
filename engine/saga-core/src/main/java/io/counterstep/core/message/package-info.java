/** What travels: message types, participants and their vocabularies, ids. */
@NullMarked
package io.counterstep.core.message;

import org.jspecify.annotations.NullMarked;
