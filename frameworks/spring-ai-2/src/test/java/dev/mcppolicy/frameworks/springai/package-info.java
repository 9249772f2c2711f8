/**
 * Spring AI calls tools through wrapped clients. The same sources are tested with each line of it.
 */
package dev.mcppolicy.frameworks.springai;
