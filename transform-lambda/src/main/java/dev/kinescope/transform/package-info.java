/**
 * The transform function: adds sentiment to the records of a Firehose batch.
 *
 * <p>Every record id of the event is answered once, in order, whatever becomes of the others; an id
 * that comes twice in an event is one record. What is answered to a record:
 *
 * <table>
 * <caption>What the transform answers</caption>
 * <tr><th>The record</th><th>Result</th><th>What is delivered, or the reason in the log</th></tr>
 * <tr><td>a post with text</td><td>Ok</td><td>its members and Sentiment, SentimentScore</td></tr>
 * <tr><td>its lang is missing, null, blank, und, qaa to qtz</td><td>Ok</td><td>DEFAULT_LANGUAGE is
 * taken; not set: DetectedLanguage, too</td></tr>
 * <tr><td>its lang is spelled otherwise (EN-gb, pt_BR, zh-Hant)</td><td>Ok</td><td>scored as en, pt,
 * zh-TW; lang stays</td></tr>
 * <tr><td>the language, given or detected, is not supported</td><td>Ok</td><td>SentimentSkipped:
 * unsupported language xx</td></tr>
 * <tr><td>no language is detected</td><td>Ok</td><td>SentimentSkipped: language not
 * detected</td></tr>
 * <tr><td>text is missing, null, no string or blank</td><td>Ok</td><td>SentimentSkipped: no
 * text</td></tr>
 * <tr><td>longer than 5,000 bytes of text</td><td>Ok</td><td>the beginning is scored, the whole
 * delivered</td></tr>
 * <tr><td>has a Sentiment that is not null</td><td>Ok</td><td>as it is, nobody is asked</td></tr>
 * <tr><td>entities are wanted and found</td><td>Ok</td><td>Entities, too</td></tr>
 * <tr><td>entities are wanted and not to be had</td><td>Ok</td><td>EntitiesSkipped, and the
 * sentiment</td></tr>
 * <tr><td>the same post under two ids</td><td>Ok</td><td>both</td></tr>
 * <tr><td>names a member twice</td><td>Ok</td><td>the last one counts</td></tr>
 * <tr><td>empty</td><td>Dropped</td><td></td></tr>
 * <tr><td>several objects, with or without line breaks between
 * them</td><td>ProcessingFailed</td><td>more than one JSON value</td></tr>
 * <tr><td>no JSON, cut off, nested more than 1,000 deep, with a byte order
 * mark</td><td>ProcessingFailed</td><td>not JSON</td></tr>
 * <tr><td>space alone, or JSON but no object</td><td>ProcessingFailed</td><td>not a JSON
 * object</td></tr>
 * <tr><td>not UTF-8</td><td>ProcessingFailed</td><td>not UTF-8</td></tr>
 * <tr><td>no base64</td><td>ProcessingFailed</td><td>data is not base64</td></tr>
 * <tr><td>no sentiment after all retries</td><td>ProcessingFailed</td><td>no sentiment: the
 * error</td></tr>
 * <tr><td>no language after all retries</td><td>ProcessingFailed</td><td>no language: the
 * error</td></tr>
 * <tr><td>the answer would exceed 6 MB</td><td>ProcessingFailed</td><td>no room left in the answer
 * of 6 MB</td></tr>
 * </table>
 *
 * <p>What is delivered is one line. A record that is one already keeps its bytes, space between the
 * tokens included; one that has line breaks between them, escapes of characters that can stand for
 * themselves, a member twice, or marks of an earlier try is written anew.
 */
@NullMarked
package dev.kinescope.transform;

import org.jspecify.annotations.NullMarked;
