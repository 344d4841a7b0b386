#Requires -Version 7.4

<#
.SYNOPSIS
    Writes the SHA-256 checksum of every file in a folder, and can be killed and resumed.

.DESCRIPTION
    The work is a Marianne job: each batch of files is a sheet, and the state is saved before the next sheet starts. If
    the script is killed, start it again with the same path. It finds the unfinished job and continues with the
    interrupted sheet.

    The list of files is fixed when the job is created, so that a sheet contains the same files in every run. The
    checksums of a sheet are moved to its own CSV file in one step, so that a repeated sheet leaves no duplicate lines.
    If a file cannot be read, the CSV file contains the error instead of the checksum.

.PARAMETER Path
    The folder. The default is the folder of the .NET SDK.

.PARAMETER OutputFolder
    The folder in which a new job creates its results folder. The default is checksums, in the current folder.

.PARAMETER BatchSize
    The number of files in a sheet of a new job, from 1 to 100000. The default is 200.

.EXAMPLE
    ./examples/Get-Checksums.ps1

    Starts or resumes the checksums of the .NET SDK.

.EXAMPLE
    ./examples/Get-Checksums.ps1 -Path /srv/photos -OutputFolder /srv/checksums -BatchSize 1000

    Starts or resumes the checksums of a folder of photos.

.OUTPUTS
    The job.
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateScript({ Test-Path -LiteralPath $_ -PathType Container }, ErrorMessage = "The folder '{0}' does not exist.")]
    [string] $Path = (Split-Path (Get-Item (Get-Command dotnet).Source).ResolvedTarget),

    [ValidateNotNullOrWhiteSpace()]
    [string] $OutputFolder = 'checksums',

    [ValidateRange(1, 100000)]
    [int] $BatchSize = 200
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../Marianne.psd1"

# Returns the newest unfinished job of this folder.
function Find-ChecksumJob {
    Get-MarianneJob -Name 'Checksums of *' |
        Where-Object { $_.Name -ceq $name -and -not $_.IsFinished } |
        Select-Object -First 1
}

# The list of files is written before the job is created, so that an existing job can always be run.
function Start-ChecksumJob {
    $quietly = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'problems' }
    $files = Get-ChildItem -LiteralPath $Path -File -Recurse -Force @quietly |
        ForEach-Object FullName |
        Sort-Object -CaseSensitive
    $problems | Write-Warning
    if (-not $files) {
        throw "The folder '$Path' contains no files."
    }

    $id = "checksums-$(Get-Date -Format yyyyMMdd-HHmmss)"
    $results = New-Item (Join-Path $OutputFolder $id) -ItemType Directory
    ConvertTo-Json @($files) | Set-Content -LiteralPath (Join-Path $results files.json)

    $sheets = [Math]::Ceiling(@($files).Count / $BatchSize)
    New-MarianneJob -Id $id -Name $name -TotalSheets $sheets -Config @{
        Results = $results.FullName
        BatchSize = $BatchSize
    }
}

function Get-Checksum([string] $File) {
    $checksum = [ordered]@{ Path = $File; Sha256 = $null; Error = $null }
    try {
        $checksum.Sha256 = (Get-FileHash -LiteralPath $File -Algorithm SHA256).Hash
    } catch {
        $checksum.Error = $_.Exception.Message
    }

    [pscustomobject] $checksum
}

$Path = [IO.Path]::TrimEndingDirectorySeparator((Convert-Path -LiteralPath $Path))
$name = "Checksums of $Path"

$job = Find-ChecksumJob
if (-not $job) {
    $job = Start-ChecksumJob
} elseif ($job.IsZombie) {
    Repair-MarianneJob -Id $job.Id
} elseif ($job.Status -eq 'Running' -and $job.Pid -ne $PID) {
    throw "Process $($job.Pid) is already processing '$Path', in the job '$($job.Id)'."
}

$results = $job.ConfigSnapshot.Results
$size = $job.ConfigSnapshot.BatchSize
$files = @(Get-Content -LiteralPath (Join-Path $results files.json) -Raw | ConvertFrom-Json)

try {
    while ($sheet = Get-MarianneSheet -JobId $job.Id -Next) {
        $progress = @{
            Activity = $name
            Status = "Sheet $($sheet.Number) of $($job.TotalSheets)"
            PercentComplete = 100 * ($sheet.Number - 1) / $job.TotalSheets
        }
        Write-Progress @progress

        $sheet | Set-MarianneSheet -Status InProgress
        try {
            $batch = $files | Select-Object -Skip (($sheet.Number - 1) * $size) -First $size
            $csv = Join-Path $results ('sheet-{0:d4}.csv' -f $sheet.Number)
            $batch | ForEach-Object { Get-Checksum $_ } | Export-Csv -LiteralPath "$csv.new"
            Move-Item -LiteralPath "$csv.new" $csv -Force
            $sheet | Set-MarianneSheet -Status Completed
        } catch {
            $sheet | Set-MarianneSheet -Status Failed -ErrorMessage $_.Exception.Message
            throw
        } finally {
            # Record the attempt, regardless of how it ended.
            Get-MarianneSheet -JobId $job.Id -Number $sheet.Number | Add-MarianneExecution
        }
    }
} finally {
    # After an error or Ctrl+C, show that no process is working on the job.
    if ($sheet) {
        Suspend-MarianneJob -Id $job.Id
    }
}

$unreadable = @(Get-ChildItem -LiteralPath $results -Filter *.csv | Import-Csv | Where-Object Error)
if ($unreadable) {
    Write-Warning "$($unreadable.Count) of $($files.Count) files could not be read. The errors are in $results."
}

Get-MarianneJob -Id $job.Id
