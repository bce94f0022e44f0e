/** IAM's decisions on calls: what each operation needs, who asks, and what a refusal says. */
@NullMarked
package dev.kinescope.localcloud.iam.access;

import org.jspecify.annotations.NullMarked;
