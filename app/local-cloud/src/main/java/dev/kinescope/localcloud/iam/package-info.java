/** IAM roles and their inline policies. */
@NullMarked
package dev.kinescope.localcloud.iam;

import org.jspecify.annotations.NullMarked;
