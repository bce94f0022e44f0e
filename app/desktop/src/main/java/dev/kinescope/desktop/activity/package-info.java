/** The Activity view: every AWS call of this session, with its outcome and how long it took. */
@NullMarked
package dev.kinescope.desktop.activity;

import org.jspecify.annotations.NullMarked;
