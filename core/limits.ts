/*
 * What is accepted of a file or a message from outside, at most. A limit is judged by what a file says of itself, before
 * memory is taken for it, and while it is unzipped; each stands well above what the program writes and what people have.
 */

/**
 * Parameters of a network: a gigabyte of 32-bit floats, of which an epoch's row holds one block and the memory of the
 * compiled engine, 4 GB, four.
 */
export const MOST_PARAMETERS = 250_000_000

/** Bytes of a data set's file, unzipped: EMNIST's largest has 547 MB, and all of it lies in memory during a training. */
export const MOST_DATA_BYTES = 2 ** 30

/** Bytes of a list of class names, which is a line for each. */
export const MOST_CLASS_LIST_BYTES = 2 ** 20

/** Bytes of a file with weights: it is read whole as text, and no text is longer than 512 MiB. */
export const MOST_NETWORK_BYTES = 500_000_000

/** Bytes of a recipe, a preset or reference vectors as a file: recipes have a few kB, PyTorch's vectors 3 MB. */
export const MOST_TEXT_BYTES = 16 * 2 ** 20

/** Levels of lists and objects in JSON: no file of this program has more than ten. */
export const MOST_JSON_DEPTH = 64

/** Lists and objects in JSON: a row of weights is one, and so is each bias, so a network has two for each neuron. */
export const MOST_JSON_CONTAINERS = 2_000_000

/** Named values of all objects in JSON: the vectors, which have most, have some thousands. */
export const MOST_JSON_NAMES = 200_000

/** Values of JSON in lists: a weight written as text has 10 to 20 characters, so a file of weights has fewer. */
export const MOST_JSON_VALUES = 50_000_000

/**
 * Steps of a pickle, and copies that it asks for: one for each number and text, eight for a list, dict or array. A state_dict has some
 * hundreds, and a million take a fraction of a second and some 100 MB.
 */
export const MOST_PICKLE_STEPS = 1_000_000

/** Levels of lists and dicts in a pickle around its arrays: checkpoints have up to five. */
export const MOST_PICKLE_DEPTH = 64

/**
 * Links, header messages and texts of an HDF5 file that are looked at: a model of Keras has some thousands, and reading 20,000
 * takes well under a second.
 */
export const MOST_HDF5_STEPS = 20_000

/** Bytes of a file of drawings as strokes: some 400,000 digits. */
export const MOST_STROKES_BYTES = 256 * 2 ** 20

/** Bytes of such a file in the window, which gets all of it in one message: some 70,000 digits. */
export const MOST_SHOWN_STROKES_BYTES = 48 * 2 ** 20

/** Bytes of a file with a picture. */
export const MOST_PICTURE_BYTES = 256 * 2 ** 20

/** Bytes of a drawing as SVG: all its parts are in memory at once, many times as large. */
export const MOST_DRAWING_BYTES = 4 * 2 ** 20

/** Pixels of a picture that is made smaller while it is decoded: the largest sensors of telephones have 200 million. */
export const MOST_PIXELS = 268_000_000

/**
 * Pixels of a picture that is decoded as a whole before it is made smaller, four bytes each: all kinds but plain JPEG and
 * PNG. Cameras have up to 50 million and write plain JPEG.
 */
export const MOST_PIXELS_AT_ONCE = 50_000_000

/** Pixels of a picture's side: as many as JPEG can have. */
export const MOST_PIXELS_A_SIDE = 65_535

/** Pixels from which a picture must have some content, see `MOST_PIXELS_A_BYTE`. */
export const FEW_PIXELS = 4_000_000

/** Pixels for each byte of a large picture: a blank page in black and white, the emptiest that people have, has about 8,000. */
export const MOST_PIXELS_A_BYTE = 10_000

/** Seconds for which a picture is decoded: the largest photo takes some two on a slow computer. */
export const MOST_DECODING_SECONDS = 20
