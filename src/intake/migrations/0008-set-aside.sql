-- What could not be opened is counted every few seconds: few rows, to be found without reading the others.
create index submission_set_aside on intake.submission (id) where set_aside is not null;
create index supplement_set_aside on intake.supplement (id) where set_aside is not null;
