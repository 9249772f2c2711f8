/** Embabel calls tools through guarded clients. */
package dev.mcppolicy.frameworks.embabel;
