/** The Google Agent Development Kit calls tools through wrapped clients. */
package dev.mcppolicy.frameworks.adk;
