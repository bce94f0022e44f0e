/** The parts that views share: chips, cards, charts, and the states empty, loading and failed. */
@NullMarked
package dev.kinescope.desktop.controls;

import org.jspecify.annotations.NullMarked;
