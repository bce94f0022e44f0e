/** The Settings view, and the file that remembers what a person chose; secrets are never in it. */
@NullMarked
package dev.kinescope.desktop.settings;

import org.jspecify.annotations.NullMarked;
