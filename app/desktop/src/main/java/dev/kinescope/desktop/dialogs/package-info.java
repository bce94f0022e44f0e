/** Questions to the person, behind interfaces that tests can answer. */
@NullMarked
package dev.kinescope.desktop.dialogs;

import org.jspecify.annotations.NullMarked;
