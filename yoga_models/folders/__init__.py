"""Many photos: listed, analysed in processes of their own, written so that a run that was ended can go on."""
