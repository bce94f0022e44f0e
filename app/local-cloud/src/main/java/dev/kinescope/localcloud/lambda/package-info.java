/**
 * Lambda: functions, versions and aliases, and their execution in child processes over the Runtime
 * API.
 */
@NullMarked
package dev.kinescope.localcloud.lambda;

import org.jspecify.annotations.NullMarked;
