using Marianne.Jobs;
using Marianne.Storage.Json;
using Marianne.Storage.Mapping;
using Marianne.Storage.Tests.Sqlite;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Mapping;

/// <summary>
/// Tests of the maps of stored properties against the layouts that are shared with the Python implementation.
/// </summary>
public sealed class FieldTests : SqliteTestBase
{
    [Fact]
    public async Task The_columns_of_jobs_are_those_of_the_shared_schema()
    {
        var renderer = new ColumnDeclarationRenderer<Job>();

        await AssertColumns("jobs", [.. JobFields.Render(renderer), JobFields.RenderDescription(renderer)], "id");
    }

    [Fact]
    public async Task The_columns_of_sheets_are_those_of_the_shared_schema() => await AssertColumns(
        "sheets", SheetFields.Render(new ColumnDeclarationRenderer<Sheet>()), "job_id", "sheet_num");

    [Fact]
    public void The_keys_of_jobs_and_sheets_are_in_the_blank_forms()
    {
        Assert.All(
            JobFields.Render(new JsonFieldRenderer<Job>()),
            field => Assert.True(JsonLayout.Job.Blank.TryGetProperty(field.Key, out _), field.Key));
        Assert.All(
            SheetFields.Render(new JsonFieldRenderer<Sheet>()),
            field => Assert.True(JsonLayout.Sheet.Blank.TryGetProperty(field.Key, out _), field.Key));
    }

    [Fact]
    public void A_new_job_and_a_new_sheet_hold_the_values_of_the_blank_forms()
    {
        var job = new Job("", "", 0, default);
        var sheet = new Sheet("", 1);

        Assert.All(
            JobFields.Render(new JsonFieldRenderer<Job>()).Where(field => field.Key != "job_name"), // Never empty.
            field => Assert.True(field.Holds(JsonLayout.Job.Blank.GetProperty(field.Key), job), field.Key));
        Assert.True(JsonLayout.Sheet.IsBlank(sheet, JsonLayout.SheetNumber));
    }

    private async Task AssertColumns(string table, IEnumerable<ColumnDeclaration> expected, params string[] keys)
    {
        await Open().OpenAsync(mustExist: false, Cancellation);
        using var plain = new PlainSqlite(StatePath);

        IEnumerable<string> actual = plain.Rows(
            $"SELECT name || ' ' || type || ' ' || \"notnull\" AS declaration FROM pragma_table_info('{table}')"
            + $" WHERE name NOT IN ('{string.Join("', '", keys)}')");
        Assert.Equal(
            expected
                .Select(column => $"declaration {column.Name} {column.Type} {(column.IsRequired ? 1 : 0)}")
                .Order(StringComparer.Ordinal),
            actual.Order(StringComparer.Ordinal));
    }
}
