/** Functions: both Lambda functions, deploying them, invoking them, and what they print. */
@NullMarked
package dev.kinescope.desktop.functions;

import org.jspecify.annotations.NullMarked;
