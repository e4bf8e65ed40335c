// A target of C needs one file to compile; its functions are all inline.
#include "CProcessor.h"
