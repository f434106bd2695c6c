"""Questions put to several runs at once: twins, and the channels through which a difference came."""
