/**
 * Fields that another deployment tool wrote before an object was adopted.
 *
 * <p>In: the managed fields of a live object. Out: the managed fields that it should have. Fields of controllers and users are never taken
 * over, nor those of a subresource.
 */
@NullMarked
package dev.millrace.sync.apply.takeover;

import org.jspecify.annotations.NullMarked;
