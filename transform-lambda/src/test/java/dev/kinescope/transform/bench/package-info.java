/** Measures the transform against a server that answers as Comprehend does, and as late. */
package dev.kinescope.transform.bench;
