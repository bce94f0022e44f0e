/** Browses the delivered objects and shows what the posts in them say. */
@NullMarked
package dev.kinescope.desktop.results;

import org.jspecify.annotations.NullMarked;
