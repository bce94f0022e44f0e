/** Secrets Manager: secrets with their versions and stages. */
@NullMarked
package dev.kinescope.localcloud.secrets;

import org.jspecify.annotations.NullMarked;
