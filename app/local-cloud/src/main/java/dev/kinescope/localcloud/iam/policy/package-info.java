/** The policy language of IAM: reads and checks documents, and decides requests by them. */
@NullMarked
package dev.kinescope.localcloud.iam.policy;

import org.jspecify.annotations.NullMarked;
