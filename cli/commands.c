#include <string.h>

#include "cli/command.h"

const kr_command kr_commands[] = {
    {&kr_usage_check, kr_command_check},     {&kr_usage_solve, kr_command_solve},
    {&kr_usage_compare, kr_command_compare}, {&kr_usage_bottlenecks, kr_command_bottlenecks},
    {&kr_usage_stress, kr_command_stress},   {&kr_usage_invest, kr_command_invest},
    {&kr_usage_explain, kr_command_explain}, {&kr_usage_report, kr_command_report},
    {&kr_usage_verify, kr_command_verify},   {&kr_usage_import, kr_command_import},
    {&kr_usage_export, kr_command_export},   {&kr_usage_submit, kr_command_submit},
    {&kr_usage_status, kr_command_status},   {&kr_usage_result, kr_command_result},
    {&kr_usage_cancel, kr_command_cancel},   {&kr_usage_nightly, kr_command_nightly},
    {&kr_usage_quote, kr_command_quote},     {&kr_usage_ledger, kr_command_ledger},
    {&kr_usage_help, kr_command_help},
};
const size_t kr_n_commands = sizeof kr_commands / sizeof *kr_commands;

const kr_command *kr_command_find(const char *name) {
  for (size_t i = 0; i < kr_n_commands; ++i)
    if (strcmp(name, kr_commands[i].usage->command) == 0) return &kr_commands[i];
  return NULL;
}
