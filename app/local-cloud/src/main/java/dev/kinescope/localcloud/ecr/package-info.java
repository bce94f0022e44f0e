/** ECR: repositories that are created here, with the images of an OCI registry on this machine. */
@NullMarked
package dev.kinescope.localcloud.ecr;

import org.jspecify.annotations.NullMarked;
