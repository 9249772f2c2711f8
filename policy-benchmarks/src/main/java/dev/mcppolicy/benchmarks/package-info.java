/**
 * What enforcement costs, measured with JMH beside what it is made of and what else one could take.
 */
@NullMarked
package dev.mcppolicy.benchmarks;

import org.jspecify.annotations.NullMarked;
