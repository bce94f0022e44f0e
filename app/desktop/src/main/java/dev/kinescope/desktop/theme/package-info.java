/** Light, dark and system appearance, fonts and style sheets. */
@NullMarked
package dev.kinescope.desktop.theme;

import org.jspecify.annotations.NullMarked;
