/** Work off the UI thread, and the only way back onto it. */
@NullMarked
package dev.kinescope.desktop.background;

import org.jspecify.annotations.NullMarked;
