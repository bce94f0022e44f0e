/** The window around the views: navigation, connection, tasks, notifications. */
@NullMarked
package dev.kinescope.desktop.shell;

import org.jspecify.annotations.NullMarked;
