/** Stands behind the name of a variable of built code of which nobody knows what the source calls it: `t (unmapped)`. */
export const unmappedMark = '(unmapped)';
