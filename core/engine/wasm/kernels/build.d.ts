declare const IS_PAIRED: i32
