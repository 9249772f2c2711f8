/** Proves the documentation: what a page shows is loaded, compiled, run and compared. */
package dev.mcppolicy.docs;
