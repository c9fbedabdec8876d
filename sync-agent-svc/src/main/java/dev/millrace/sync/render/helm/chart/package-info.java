/**
 * Charts from chart repositories, HTTP and OCI.
 *
 * <p>In: a repository's address, a chart's name and its exact version. Out: the packed chart, from the disk if it was fetched before. What never
 * happens here: unpacking, another version than the requested one, or a credential that goes to another host.
 */
@NullMarked
package dev.millrace.sync.render.helm.chart;

import org.jspecify.annotations.NullMarked;
