/**
 * What runs inside a function's own JVM: a loop over the Lambda Runtime API and the handler kinds
 * of the managed Java runtimes. It uses nothing but the JDK and the two small Lambda libraries.
 */
@NullMarked
package dev.kinescope.localcloud.lambda.child;

import org.jspecify.annotations.NullMarked;
