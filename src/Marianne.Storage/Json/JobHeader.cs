using System.Text.Json;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>The part of a job that a listing needs before it reads the whole job.</summary>
/// <param name="Files">The job's files.</param>
/// <param name="Summary">The job with only its id, name, status and times.</param>
internal sealed record JobHeader(JobFiles Files, Job Summary)
{
    private const int FirstBlock = 4096;

    private static readonly string[] Keys = ["job_id", "job_name", "created_at", "updated_at", "status"];

    /// <summary>Reads the header of a job's file, or returns <c>null</c> if the file no longer exists.</summary>
    /// <exception cref="MarianneException">The file is damaged or cannot be read.</exception>
    public static async ValueTask<JobHeader?> ReadAsync(JobFiles files, CancellationToken cancellationToken)
    {
        try
        {
            FileStream file = DurableFile.OpenRead(files.Job);
            await using (file.ConfigureAwait(false))
                return new JobHeader(files, await ReadAsync(files.Job, file, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Reading(files.Job, error);
        }
    }

    /// <summary>Reads the file block by block until all keys are found. They are usually before the sheets.</summary>
    private static async ValueTask<Job> ReadAsync(string path, FileStream file, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[FirstBlock];
        int length = 0;
        while (true)
        {
            int read = await file
                .ReadAtLeastAsync(buffer.AsMemory(length), buffer.Length - length, false, cancellationToken)
                .ConfigureAwait(false);
            length += read;
            bool isWhole = length < buffer.Length;
            if (Scan(path, buffer.AsSpan(0, length), isWhole) is { } values)
                return JsonFile.Read(path, () => Summarize(path, values));

            Array.Resize(ref buffer, 2 * buffer.Length);
        }
    }

    /// <summary>Returns the values of the keys, or <c>null</c> if more of the file is needed.</summary>
    private static Dictionary<string, JsonElement>? Scan(string path, ReadOnlySpan<byte> content, bool isWhole)
    {
        if (content.IsEmpty && isWhole)
            throw JsonFile.Empty(path);

        var values = new Dictionary<string, JsonElement>(Keys.Length);
        var reader = new Utf8JsonReader(content, isWhole, new JsonReaderState(JsonFile.ReaderOptions));
        try
        {
            if (reader.Read() && reader.TokenType != JsonTokenType.StartObject)
                throw StoreErrors.Corrupt(path, "it is not a JSON object");

            bool isAtEnd = false;
            while (!isAtEnd && values.Count < Keys.Length)
            {
                if (!reader.Read())
                    return null;

                isAtEnd = reader.TokenType == JsonTokenType.EndObject;
                if (!isAtEnd && !TryRead(ref reader, values))
                    return null;
            }

            JsonFile.CheckEncoding(path, content[..(int)reader.BytesConsumed]);
            return values;
        }
        catch (Exception error) when (JsonErrors.Find(error, path) is { } explained)
        {
            throw explained;
        }
    }

    /// <summary>Reads or skips the value of the current key. Returns <c>false</c> if more of the file is needed.</summary>
    private static bool TryRead(ref Utf8JsonReader reader, Dictionary<string, JsonElement> values)
    {
        foreach (string key in Keys)
        {
            if (!JsonFile.IsName(reader, key))
                continue;

            if (!JsonElement.TryParseValue(ref reader, out JsonElement? value))
                return false;

            values[key] = value.Value;
            return true;
        }

        return reader.TrySkip();
    }

    private static Job Summarize(string path, Dictionary<string, JsonElement> values)
    {
        string id = JsonKinds.RequiredText.Read(values.GetValueOrDefault("job_id")).Value
            ?? throw StoreErrors.Corrupt(path, "it has no 'job_id'");

        var job = new Job(id, name: id, totalSheets: 1, createdAt: default);
        foreach ((string key, JsonElement value) in values)
            JsonLayout.Job.Find(key)!.Read(job, value);
        return job;
    }
}
