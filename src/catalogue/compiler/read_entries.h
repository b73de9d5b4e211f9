#pragma once
/// From the tables of one file to entries: one function a kind of file. Each
/// takes the file's top-level table and adds what it holds to the source.

#include "catalogue/compiler/source.h"
#include "catalogue/compiler/table_reader.h"

namespace siptriage::compiler {

void read_responses(TableReader& file, CatalogueSource& source);
void read_classes(TableReader& file, CatalogueSource& source);
void read_q850(TableReader& file, CatalogueSource& source);
void read_cause_headers(TableReader& file, CatalogueSource& source);
void read_warnings(TableReader& file, CatalogueSource& source);
void read_scanners(TableReader& file, CatalogueSource& source);
void read_word_lists(TableReader& file, CatalogueSource& source);
void read_rules(TableReader& file, CatalogueSource& source);
void read_diagnoses(TableReader& file, CatalogueSource& source);
void read_header_fields(TableReader& file, CatalogueSource& source);
void read_comparisons(TableReader& file, CatalogueSource& source);
void read_timers(TableReader& file, CatalogueSource& source);
void read_metrics(TableReader& file, CatalogueSource& source);
void read_questions(TableReader& file, CatalogueSource& source);

}  // namespace siptriage::compiler
