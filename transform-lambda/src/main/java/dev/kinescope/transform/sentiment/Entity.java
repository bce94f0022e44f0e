package dev.kinescope.transform.sentiment;

/**
 * Something that a text names.
 *
 * @param type such as PERSON or DATE
 * @param text as the post has it
 * @param score how sure the service is, 0 to 1
 * @param beginOffset of its first character in the text, from 0, as the service counts
 * @param endOffset of the character after it
 */
public record Entity(String type, String text, float score, int beginOffset, int endOffset) {}
