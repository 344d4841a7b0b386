#!/usr/bin/env pwsh
#Requires -Version 7.4

<#
.SYNOPSIS
    Builds, tests and shows Marianne.

.DESCRIPTION
    One or more tasks, which run in the given order.

    Build     Builds the module in this folder. Import-Module ./Marianne.psd1 then loads it.
    Test      Builds and runs all tests and checks. The last line is "N passed, N failed, N skipped".
    Demo      Runs two example scores, kills each half-way, resumes it, shows what Marianne stored, and writes a report.
    Analyze   Checks the formatting of the C# and, if PSScriptAnalyzer is installed, the PowerShell.
    Torture   Kills runs, copies, saves and migrations, cuts the power of disks, and checks what is left.
    Bench     Measures the module. Writes a table of targets and results to the console, and JSON to artifacts/.
              docs/Write-BenchmarkTable.ps1 artifacts/benchmarks.json puts the results into the README.
    Package   Collects the module in artifacts/package/Marianne/<version>, and creates its package for the PowerShell
              Gallery and the worker as a .NET tool beside it.
    Release   Creates what a release consists of in artifacts/release: the two packages, an archive of the worker for
              each platform, which needs no installed .NET, a bill of materials of each, and SHA256SUMS.

.PARAMETER Task
    The tasks to run. The default is Build.

.PARAMETER Configuration
    The configuration to compile: Release (the default) or Debug.

.PARAMETER Fast
    Runs only the tests that start no process, and none of the module's. It takes less than a minute.

.PARAMETER PesterVersion
    The versions of Pester that run the module's tests, among those pinned in Directory.Packages.props. Wildcards are
    allowed: * runs them with each version. The default is the newest version.

.PARAMETER Minutes
    How long Torture runs. The default is 10.

.PARAMETER Seed
    The seed of the random choices of Torture. The default is a new one, which is printed.

.PARAMETER Platform
    The platforms for which Release archives the worker. The default is all of them.

.PARAMETER CertificateThumbprint
    A certificate of the current user, with which Release signs the module. The default is that nothing is signed.
    Signing requires Windows.

.PARAMETER BenchmarkArgument
    Arguments of the benchmarks, separated by spaces: Save, Turns, Run, Memory, Postgres or Module for a part of the
    targets; another word that tests/Benchmarks/Program.cs explains; or those of BenchmarkDotNet.

.EXAMPLE
    ./build.ps1

    Builds the module.

.EXAMPLE
    ./build.ps1 Test, Demo

    Runs all tests and checks, then the demonstration.

.EXAMPLE
    ./build.ps1 Test -Fast

    Runs the tests that start no process.

.EXAMPLE
    ./build.ps1 Test -PesterVersion 5.7.1

    Runs all tests and checks, the module's tests with Pester 5.7.1.

.EXAMPLE
    ./build.ps1 Torture -Minutes 30

    Tortures the module for half an hour.

.EXAMPLE
    ./build.ps1 Release -Platform linux-x64

    Creates a release with one archive of the worker.

.EXAMPLE
    ./build.ps1 Bench -BenchmarkArgument 'Turns Wait'

    Measures only learned waits. With '--filter *Wait*' instead, BenchmarkDotNet shows how their times are distributed.

.EXAMPLE
    ./build.ps1 Bench -BenchmarkArgument 'Waits --quick'

    Simulates learned waits, and compares what they cost with other policies. Without --quick, it takes some minutes.
#>
[Diagnostics.CodeAnalysis.SuppressMessageAttribute(
    'PSAvoidUsingWriteHost', '', Justification = 'The output of a build script is read by people.')]
[CmdletBinding()]
param(
    [Parameter(Position = 0, ValueFromRemainingArguments)]
    [ValidateSet('Build', 'Test', 'Demo', 'Analyze', 'Torture', 'Bench', 'Package', 'Release')]
    [string[]] $Task = 'Build',

    [ValidateSet('Release', 'Debug')]
    [string] $Configuration = 'Release',

    [switch] $Fast,

    [string[]] $PesterVersion,

    [double] $Minutes = 10,

    [int] $Seed,

    [ValidateSet('win-x64', 'win-arm64', 'linux-x64', 'linux-arm64', 'linux-musl-x64', 'linux-musl-arm64', 'osx-x64', 'osx-arm64')]
    [string[]] $Platform = @(
        'win-x64', 'win-arm64', 'linux-x64', 'linux-arm64', 'linux-musl-x64', 'linux-musl-arm64', 'osx-x64', 'osx-arm64'
    ),

    [string] $CertificateThumbprint,

    [string] $BenchmarkArgument = ''
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$PSNativeCommandUseErrorActionPreference = $true

$TestResults = 'artifacts/test-results'
# The platforms that PowerShell supports. The project file of the worker has the same list.
$NativePlatforms = @(
    'win-x64', 'win-x86', 'win-arm64', 'linux-x64', 'linux-arm64', 'linux-arm', 'linux-musl-x64', 'linux-musl-arm64', 'osx-x64', 'osx-arm64'
)
$LongestSuite = [timespan]::FromMinutes(30)
$PlatyPS = @{ ModuleName = 'Microsoft.PowerShell.PlatyPS'; ModuleVersion = '1.0.0' }
$ScriptAnalyzer = @{ ModuleName = 'PSScriptAnalyzer'; ModuleVersion = '1.22.0' }

# ----- Build -----

function Invoke-Build {
    Build-Solution
    Build-ScoreReference
    Build-Help
}

function Build-Solution {
    Assert-Sdk
    dotnet build Marianne.slnx --configuration $Configuration | Out-Host
}

# Writes the schema of scores and the tables of their keys. A separate process, because it keeps the assembly in use.
function Build-ScoreReference {
    pwsh -NoProfile -NonInteractive -File docs/Write-ScoreReference.ps1 -Library bin/Marianne.Core.dll | Out-Host
}

function Assert-Sdk {
    try {
        $null = dotnet --version 2>&1 # Fails if no installed SDK satisfies global.json.
    } catch {
        throw 'The .NET SDK 10.0 or later is missing. Install it from https://dot.net/download'
    }
}

function Build-Help {
    Import-Module ./docs/HelpText.psm1
    $null = New-Item en-US -ItemType Directory -Force
    Remove-Item en-US/about_*.help.txt
    foreach ($page in Get-ChildItem docs/en-US/about_*.md) {
        ConvertTo-AboutHelp $page | Set-Content "en-US/$($page.BaseName).help.txt"
    }

    if (Get-Module -FullyQualifiedName $PlatyPS -ListAvailable) {
        ConvertTo-CmdletHelp docs/en-US/*-*.md | Set-Content en-US/Marianne.dll-Help.xml -NoNewline
    } else {
        Write-Host 'Microsoft.PowerShell.PlatyPS is not installed. The committed help of the cmdlets is used.'
    }
}

# ----- Package -----

function Invoke-Package {
    if (-not (Get-Command Compress-PSResource -ErrorAction Ignore)) {
        throw 'Package needs Microsoft.PowerShell.PSResourceGet 1.1 or later, which PowerShell 7.5 has. Install it, or run build.sh with a newer PowerShell.'
    }

    if (Test-Path bin) {
        Remove-Item bin -Recurse # Files of an older build must not ship.
    }

    Invoke-Build
    $version = (Import-PowerShellDataFile Marianne.psd1).ModuleVersion
    $package = "artifacts/package/Marianne/$version"
    if (Test-Path $package) {
        Remove-Item $package -Recurse
    }

    $null = New-Item $package -ItemType Directory
    Copy-Item Marianne.psd1, LICENSE, THIRD-PARTY-NOTICES.md, README.md, CHANGELOG.md, bin, en-US, schema $package -Recurse
    Write-PackagedReadme README.md $package/README.md
    Get-ChildItem $package/bin -Recurse -Include *.pdb, *.xml | Remove-Item
    Get-ChildItem $package/bin/storage/runtimes -Exclude $NativePlatforms | Remove-Item -Recurse
    dotnet pack src/Marianne.Worker --configuration $Configuration --no-build | Out-Host
    Protect-Module $package
    Remove-Item artifacts/package/Marianne.*.nupkg
    Compress-PSResource -Path $package -DestinationPath artifacts/package
    Write-Host "The module is in $package and Marianne.$version.nupkg, the worker in marianne-worker.$version.nupkg beside it."
}

# In a package, the page has no files beside it: its links lead to those of the repository.
function Write-PackagedReadme([string] $Path, [string] $Destination) {
    $project = (Import-PowerShellDataFile Marianne.psd1).PrivateData.PSData.ProjectUri
    $image = '(!\[[^]]*\]\(|(?:src|srcset)=")(?!https?:|#)'
    $link = '((?<!!\[[^]]*)\]\(|href=")(?!https?:|#)'
    $page = (Get-Content $Path -Raw) -replace $image, "`$1$project/raw/main/" -replace $link, "`$1$project/blob/main/"
    Set-Content $Destination $page -NoNewline
}

# Signs what PowerShell checks before it loads it.
function Protect-Module([string] $Folder) {
    if (-not $CertificateThumbprint) {
        return
    }

    $certificate = Get-Item "Cert:/CurrentUser/My/$CertificateThumbprint"
    $signed = Get-ChildItem $Folder -Recurse -Include Marianne*.dll, *.psd1, *.ps1xml |
        Set-AuthenticodeSignature -Certificate $certificate -TimestampServer http://timestamp.digicert.com -HashAlgorithm SHA256
    $signed | Where-Object Status -NE Valid | ForEach-Object { throw "'$($_.Path)' was not signed: $($_.StatusMessage)" }
}

# ----- Release -----

function Invoke-Release {
    Invoke-Package
    dotnet tool restore | Out-Host
    $version = (Import-PowerShellDataFile Marianne.psd1).ModuleVersion
    $release = 'artifacts/release'
    if (Test-Path $release) {
        Remove-Item $release -Recurse
    }

    $null = New-Item $release -ItemType Directory
    Copy-Item "artifacts/package/Marianne.$version.nupkg", "artifacts/package/marianne-worker.$version.nupkg" $release
    $Platform | ForEach-Object { New-WorkerArchive $_ "$release/marianne-worker-$version-$_" }
    dotnet build src/Marianne.Worker --configuration $Configuration --verbosity quiet | Out-Host # Restores it for no platform.
    New-PackageList -Name Marianne -Project src/Marianne.Storage -Version $version -Folder $release
    New-PackageList -Name marianne-worker -Project src/Marianne.Worker -Version $version -Folder $release
    Write-Checksum $release
    Get-ChildItem $release | Format-Table Name, Length | Out-Host
}

# Publishes the worker with .NET for a platform, and archives it: for Windows as .zip, for others as .tar.gz, which keeps modes.
function New-WorkerArchive([string] $Runtime, [string] $Archive) {
    $folder = "artifacts/archive/$Runtime/marianne-worker"
    if (Test-Path $folder) {
        Remove-Item $folder -Recurse
    }

    dotnet publish src/Marianne.Worker --configuration $Configuration -p:ArchivePlatform=$Runtime --output $folder --verbosity quiet | Out-Host
    Copy-Item LICENSE, THIRD-PARTY-NOTICES.md, docs/en-US/about_Marianne_Worker.md $folder
    if ($Runtime -like 'win-*') {
        Compress-Archive $folder "$Archive.zip"
    } else {
        tar --create --gzip --file "$Archive.tar.gz" --directory (Split-Path $folder) marianne-worker
    }
}

# Writes a bill of materials: the packages of a project, and of those that it references, in the CycloneDX format.
function New-PackageList([string] $Name, [string] $Project, [string] $Version, [string] $Folder) {
    $file = "$Name-$Version.cdx.json"
    dotnet tool run dotnet-CycloneDX "$Project/$(Split-Path $Project -Leaf).csproj" --output $Folder --filename $file `
        --output-format Json --set-name $Name --set-version $Version | Out-Null
    if (-not (Test-Path "$Folder/$file")) {
        throw "The bill of materials of $Name was not created."
    }
}

# Writes the hashes of a folder's files as `sha256sum --check` reads them.
function Write-Checksum([string] $Folder) {
    $lines = Get-ChildItem $Folder -File |
        ForEach-Object { '{0}  {1}' -f (Get-FileHash $_ -Algorithm SHA256).Hash.ToLowerInvariant(), $_.Name }
    Set-Content "$Folder/SHA256SUMS" (($lines -join "`n") + "`n") -NoNewline # Not the line breaks of Windows.
}

# ----- Test -----

function Invoke-Test {
    Invoke-WithEnvironment { Invoke-AllTest } @{
        DOTNET_TieredPGO = 0 # The processes of a build and its tests end before profiles of their code pay off.
        DOTNET_TC_CallCountThreshold = '1000' # Hexadecimal. Few methods are called often enough to pay for being compiled a second time.
        DOTNET_EnableWriteXorExecute = 0 # Protects memory against attacks, and makes compiling at run time slower.
        POWERSHELL_TELEMETRY_OPTOUT = 1 # Each process would compile what sends it.
    }
}

# Runs a script with variables of the environment, which have their former values afterwards.
function Invoke-WithEnvironment([scriptblock] $Script, [hashtable] $Variable) {
    $former = @{}
    foreach ($name in $Variable.Keys) {
        $former[$name] = (Get-Item "env:$name" -ErrorAction Ignore)?.Value
        Set-Item "env:$name" $Variable[$name]
    }

    try {
        & $Script
    } finally {
        foreach ($name in $former.Keys) {
            Set-Item "env:$name" $former[$name]
        }
    }
}

function Invoke-AllTest {
    $null = New-Item $TestResults -ItemType Directory -Force
    $results = @($Fast ? (Invoke-Check Build { Build-Solution }) : (Invoke-Check Package { Invoke-Package }))
    if (-not $results.Failed) {
        $versions = @()
        $hasBrowser = $false
        $results = @(
            if (-not $Fast) {
                Build-CompiledTest
                try {
                    $versions = Install-Pester
                } catch {
                    Write-Host "Pester: $_" -ForegroundColor Red
                    New-Result Pester -Failed 1
                }

                try {
                    Install-Browser
                    $hasBrowser = $true
                } catch {
                    Write-Host "The page of the report was not tested in a browser: $_"
                    New-Result 'Report page' -Skipped 1
                }
            }

            # The longest first, and the shortest last.
            $suites = @(
                $versions | ForEach-Object { Get-ModuleTest $_ }
                if ($hasBrowser) { Get-ReportTest }
                if (-not $Fast) { Get-ShortTorture }
                Get-ChildItem tests/*.Tests -Directory | Sort-Object Name -Descending | ForEach-Object { Get-UnitTest $_.Name }
            )
            Invoke-WithTestFolder { Invoke-Suite $suites }
            if (-not $Fast) {
                Invoke-ScriptCheck
            }
        )
    }

    Show-Failure $results
    $results | Format-Table Suite, Passed, Failed, Skipped | Out-Host
    $passed, $failed, $skipped = ($results | Measure-Object Passed, Failed, Skipped -Sum).Sum
    Write-Host "$passed passed, $failed failed, $skipped skipped"
    if ($failed) {
        exit 1
    }
}

# Compiles what the tests start hundreds of times ahead of time. Where the compiler cannot be downloaded, they only take longer.
function Build-CompiledTest {
    try {
        dotnet build tests/CompiledTests.proj --target:CompileTests --configuration $Configuration --verbosity quiet | Out-Host
        $runtime = [Runtime.InteropServices.RuntimeEnvironment]::GetRuntimeDirectory()
        dotnet build tests/CompiledModule.proj --target:CompileModule --verbosity quiet --property:Runtime=$runtime --property:PowerShellHome=$PSHOME | Out-Host
    } catch {
        Write-Host "The module and the programs of the tests were not compiled ahead of time, so each of their processes starts more slowly: $_"
    }
}

# Runs a script with a folder for temporary files in the memory of Linux, if it has room and programs can run there: most tests write
# files, and would wait for the disk. The folder is an empty one, because PowerShell lists the parents of each folder that it enters.
function Invoke-WithTestFolder([scriptblock] $Script) {
    $mount = @($IsLinux ? (Get-Content /proc/mounts) -match '^\S+ /dev/shm tmpfs ' : @())
    if (-not $mount -or $mount -match '\bnoexec\b' -or ([IO.DriveInfo] '/dev/shm').AvailableFreeSpace -lt 4GB) {
        & $Script
        return
    }

    $folder = "/dev/shm/marianne-$PID"
    mkdir --mode 1777 $folder # Tests start processes of other accounts.
    try {
        Invoke-WithEnvironment $Script @{ TMPDIR = $folder }
    } finally {
        Remove-Item $folder -Recurse -Force -ErrorAction Ignore
    }
}

function Get-UnitTest([string] $Name) {
    $library = "artifacts/bin/$Name/$($Configuration.ToLowerInvariant())/$Name.dll"
    $excluded = @(
        if ($Fast) { 'Category=Process' }
        if ($IsWindows) { 'Platform=Unix' }
        if (-not $IsLinux) { 'Platform=Linux' }
    )
    $filter = $excluded | ForEach-Object { '-trait-', $_ }
    New-Suite -Name $Name -Program dotnet -ArgumentList @($library; '-noLogo'; '-noColor'; '-noAutoReporters'; '-longRunning'; '120'; $filter; '-result-ctrf')
}

function Get-ModuleTest([string] $Version) {
    New-Suite -Name "Pester $Version" -Program pwsh -ArgumentList @(
        '-NoProfile', '-NonInteractive', '-File', 'tests/Invoke-ModuleTest.ps1', '-PesterVersion', $Version, '-ResultFile'
    )
}

# Opens the page of a report in a real browser. Where there is none and none can be installed, the suite is skipped.
function Get-ReportTest {
    $samples = 'artifacts/report-samples'
    dotnet "artifacts/bin/Samples/$($Configuration.ToLowerInvariant())/ReportSamples.dll" $samples | Out-Host
    New-Suite -Name 'Report page' -Program node -ArgumentList @('tests/Report/run.mjs', $samples)
}

# Installs the pinned packages of the tests from npm and, on Debian as root, Chromium.
function Install-Browser {
    if (-not (Get-Command node, npm -ErrorAction Ignore | Measure-Object | Where-Object Count -EQ 2)) {
        throw 'Node.js is not installed.'
    }

    npm ci --prefix tests/Report --ignore-scripts --no-audit --no-fund --loglevel error | Out-Host
    $browser = $env:MARIANNE_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome' |
        Where-Object { $_ -and (Test-Path $_) }
    if (-not $browser) {
        if (-not (Get-Command apt-get -ErrorAction Ignore) -or (id -u) -ne 0) {
            throw 'Chromium is not installed. Install it, or set MARIANNE_CHROMIUM to its path.'
        }

        apt-get update -qq | Out-Host
        apt-get install -qq -y --no-install-recommends chromium fonts-noto-core | Out-Null
    }
}

# Each scenario of the torture once.
function Get-ShortTorture {
    New-Suite -Name Torture -Program dotnet -ArgumentList @(Get-TortureProgram; '--result')
}

# Downloads the pinned versions of Pester to .tools/modules, and returns those to use.
function Install-Pester {
    $build = dotnet build tests/Module/Pester.proj -target:InstallPester '-getProperty:PesterVersion,OldestPesterVersion'
    $pinned = ($build | ConvertFrom-Json).Properties | ForEach-Object { $_.PesterVersion, $_.OldestPesterVersion }
    foreach ($version in $PesterVersion ?? $pinned[0]) {
        $found = $pinned -like $version
        if (-not $found) {
            throw "The version '$version' is not pinned in Directory.Packages.props. Use one of: $($pinned -join ', ')."
        }

        $found
    }
}

function Invoke-ScriptCheck {
    if (Get-Module -FullyQualifiedName $ScriptAnalyzer -ListAvailable) {
        Invoke-Check PSScriptAnalyzer { Test-Script }
    } else {
        Write-Host 'PSScriptAnalyzer is not installed. The scripts were not analyzed.'
        New-Result PSScriptAnalyzer -Skipped 1
    }
}

# A program that writes a CTRF report to its last argument.
function New-Suite([string] $Name, [string] $Program, [string[]] $ArgumentList) {
    @{ Name = $Name; Program = $Program; ArgumentList = $ArgumentList; Result = "$TestResults/$Name.json"; Log = "$TestResults/$Name.log" }
}

# Runs suites, and returns their counts. More run at a time than there are processors: many tests wait for processes and for times
# that really pass. Each suite's output is shown when it has ended, so that the outputs do not mix.
function Invoke-Suite([hashtable[]] $Suite) {
    $waiting = [Collections.Generic.Queue[hashtable]]::new($Suite)
    $running = @()
    while ($waiting.Count -or $running) {
        while ($waiting.Count -and $running.Count -le [Environment]::ProcessorCount) {
            $running += Start-Suite $waiting.Dequeue()
        }

        $running | Where-Object { -not $_.Process.HasExited -and $_.Watch.Elapsed -gt $LongestSuite } | ForEach-Object { Stop-Suite $_ }
        $ended, $running = $running.Where({ $_.Process.HasExited }, 'Split')
        $ended | ForEach-Object { Get-SuiteResult $_ }
        Start-Sleep -Milliseconds 200
    }
}

function Start-Suite([hashtable] $Suite) {
    Write-Step "$($Suite.Name) ..."
    Remove-Item $Suite.Result -ErrorAction Ignore
    # Start-Process does not quote arguments.
    $line = $Suite.ArgumentList + $Suite.Result | ForEach-Object { "`"$_`"" }
    $Suite.Process = Start-Process $Suite.Program $line -NoNewWindow -PassThru -RedirectStandardOutput $Suite.Log
    $null = $Suite.Process.Handle # Without it, the exit code is not kept.
    $Suite.Watch = [Diagnostics.Stopwatch]::StartNew()
    $Suite
}

function Stop-Suite([hashtable] $Suite) {
    Write-Host "$($Suite.Name) did not end within $($LongestSuite.TotalMinutes) minutes and was killed." -ForegroundColor Red
    $Suite.Process.Kill($true)
    $Suite.Process.WaitForExit()
}

# Shows the output of a suite that has ended, and returns its counts. A suite that crashed, ran no test or was killed has failed.
function Get-SuiteResult([hashtable] $Suite) {
    Write-Step "$($Suite.Name) ended after $([Math]::Round($Suite.Watch.Elapsed.TotalSeconds)) s"
    Get-Content $Suite.Log | Out-Host
    $result = try {
        $results = (Get-Content $Suite.Result -Raw | ConvertFrom-Json).results
        $summary = $results.summary
        $failed = $summary.failed + $summary.other
        $failures = $results.tests | Where-Object status -In failed, other
        New-Result $Suite.Name -Passed $summary.passed -Failed $failed -Skipped $summary.skipped -Failure $failures
    } catch {
        New-Result $Suite.Name
    }

    if (-not $result.Failed -and ($Suite.Process.ExitCode -or -not ($result.Passed + $result.Skipped))) {
        Write-Host "$($Suite.Name) ran no test, or ended with exit code $($Suite.Process.ExitCode)." -ForegroundColor Red
        $result.Failed = 1
    }

    $result
}

# Runs a check that counts as one test.
function Invoke-Check([string] $Name, [scriptblock] $Check) {
    Write-Step $Name
    try {
        & $Check | Out-Host
        New-Result $Name -Passed 1
    } catch {
        Write-Host "${Name}: $_" -ForegroundColor Red
        New-Result $Name -Failed 1
    }
}

function New-Result([string] $Suite, [int] $Passed, [int] $Failed, [int] $Skipped, [psobject[]] $Failure) {
    [pscustomobject]@{ Suite = $Suite; Passed = $Passed; Failed = $Failed; Skipped = $Skipped; Failure = $Failure }
}

# Names the failed tests of all suites once more, below their long outputs.
function Show-Failure([psobject[]] $Result) {
    foreach ($suite in $Result | Where-Object Failed) {
        Write-Step "$($suite.Suite) failed"
        $suite.Failure | Where-Object { $_ } | ForEach-Object { Write-Host "$($_.name)`n  $($_.PSObject.Properties['message']?.Value -replace '\n', "`n  ")" }
    }
}

# ----- Demo -----

function Invoke-Demo {
    Invoke-Build
    $folder = (New-Item "$([IO.Path]::GetTempPath())/marianne-demo-$PID" -ItemType Directory).FullName
    $ownHome = $env:MARIANNE_HOME
    $env:MARIANNE_HOME = "$folder/home" # Keeps the demonstration apart from the user's own jobs.
    try {
        Show-ModuleExample
        if ($IsWindows) {
            Write-Step 'The worker''s example is for a POSIX shell, so it does not run on Windows.'
        } else {
            Show-WorkerExample
        }

        Write-DemoReport
    } finally {
        $env:MARIANNE_HOME = $ownHome
        Remove-Item $folder -Recurse
    }
}

function Show-ModuleExample {
    $workspace = 'out/nightly-review'
    $run = 'Invoke-MarianneJob ./examples/nightly-review.yaml -Verbose'
    Write-Step 'A score reviews the files of this repository in seven sheets. The first attempt of sheet 6 fails.'
    Stop-HalfWay { Start-Shown $run -Redirect } $workspace

    Write-Step 'The process was killed half-way, as by kill -9. The state of the job was saved:'
    Show-Command 'Get-MarianneJob', 'Get-MarianneJob | Get-MarianneSheet'

    Write-Step 'The same command resumes the job. Completed sheets do not run again.'
    Wait-Success (Start-Shown $run)

    Write-Step 'Marianne stored the sheets, their attempts, and their outcomes for later runs:'
    Show-Command 'Get-MarianneJob | Get-MarianneSheet', 'Get-MarianneExecution', 'Get-LearnedOutcome'

    Write-Step "The result of the score is $workspace/report.md:"
    Get-Content $workspace/report.md | Out-Host
}

# Writes the report of the jobs of the demonstration, before their store is removed.
function Write-DemoReport {
    $report = 'out/report.html'
    Write-Step 'A report shows what happened: attempts, waits and the result of each sheet.'
    Show-Command "Get-MarianneJob | Export-MarianneReport $report"
    Write-Host "Open $((Get-Item $report).FullName) in a browser."
}

function Show-WorkerExample {
    $score = 'examples/nightly-review.worker.yaml'
    $workspace = 'out/nightly-review.worker'
    Write-Step 'The worker runs scores of commands without PowerShell. The first attempt of sheet 5 fails.'
    Stop-HalfWay { Start-Worker "run $score" -Redirect } $workspace

    Write-Step 'The worker was killed half-way. A plan shows what is left to do:'
    Wait-Success (Start-Worker "run $score --plan")

    Write-Step 'The same command resumes the job.'
    Wait-Success (Start-Worker "run $score")

    Write-Step "The result of the score is $workspace/report.md:"
    Get-Content $workspace/report.md | Out-Host
}

# Starts a run, shows its lines, and kills it while a failed sheet waits to be retried: that is announced when the attempt is saved.
function Stop-HalfWay([scriptblock] $Start, [string] $Workspace) {
    Remove-Item $Workspace -Recurse -ErrorAction Ignore
    $process = & $Start
    do {
        $line = $process.StandardOutput.ReadLine()
        if ($null -eq $line) {
            $process.WaitForExit()
            throw "The run ended with exit code $($process.ExitCode) before it could be killed."
        }

        Write-Host $line
    } until ($line -match '\bRetrying in ')

    $process.Kill()
    $process.WaitForExit()
}

function Wait-Success([Diagnostics.Process] $Process) {
    $Process.WaitForExit()
    if ($Process.ExitCode) {
        throw "The run ended with exit code $($Process.ExitCode)."
    }
}

# Starts a command in a separate PowerShell that can be killed. Its output is shown as it is written, unless it is redirected.
function Start-Shown([string] $Command, [switch] $Redirect) {
    Write-Host "PS> $Command"
    $rendering = [Console]::IsOutputRedirected -or $env:NO_COLOR ? 'PlainText' : 'Ansi' # A redirected output has the same colors.
    $script = "`$PSStyle.OutputRendering = '$rendering'; `$ProgressPreference = 'SilentlyContinue'; Import-Module ./Marianne.psd1; $Command"
    Start-Program pwsh @('-NoProfile', '-NonInteractive', '-Command', $script) -Redirect:$Redirect
}

function Start-Worker([string] $Arguments, [switch] $Redirect) {
    Write-Host "$ marianne-worker $Arguments"
    $library = "artifacts/bin/Marianne.Worker/$($Configuration.ToLowerInvariant())/marianne-worker.dll"
    Start-Program dotnet @($library; -split $Arguments) -Redirect:$Redirect
}

function Start-Program([string] $Program, [string[]] $ArgumentList, [switch] $Redirect) {
    $start = [Diagnostics.ProcessStartInfo]::new($Program, $ArgumentList)
    $start.RedirectStandardOutput = $Redirect
    [Diagnostics.Process]::Start($start)
}

# Shows commands and their output. They run in a separate process, because this one would keep the module's files in use.
function Show-Command([string[]] $Command) {
    $width = [Console]::IsOutputRedirected ? 120 : [Math]::Max(80, [Console]::WindowWidth)
    $shown = $Command | ForEach-Object { '"PS> {0}"; ({0} | Out-String -Width {1}).Trim("`r", "`n"); ""' -f $_, $width }
    pwsh -NoProfile -Command "Import-Module ./Marianne.psd1; $($shown -join '; ')" | Out-Host
}

function Write-Step([string] $Text) {
    Write-Host "`n$Text" -ForegroundColor Cyan
}

# ----- Analyze -----

# Test does not call dotnet format, which takes as long as a build: the build itself, whose warnings are errors, and StyleTests in
# Marianne.Architecture.Tests find the same.
function Invoke-Analyze {
    dotnet format Marianne.slnx --verify-no-changes | Out-Host
    $failed = (Invoke-ScriptCheck).Failed
    if ($failed) {
        exit 1
    }
}

function Test-Script {
    $findings = 'build.ps1', 'Marianne.psd1', 'docs', 'examples', 'tests' |
        ForEach-Object { Invoke-ScriptAnalyzer $_ -Recurse -Settings ./PSScriptAnalyzerSettings.psd1 } |
        Where-Object ScriptPath -NotMatch '[\\/]node_modules[\\/]' # Packages of the browser tests have scripts.
    if ($findings) {
        $findings | Format-Table ScriptName, Line, RuleName, Message -Wrap
        throw "$(@($findings).Count) findings"
    }
}

# ----- Torture -----

function Invoke-Torture {
    Build-Solution
    $options = @('--minutes', $Minutes; if ($Seed) { '--seed', $Seed })
    dotnet (Get-TortureProgram) $options | Out-Host
}

# The program, and the folder of the PowerShell that it kills.
function Get-TortureProgram {
    "artifacts/bin/Torture/$($Configuration.ToLowerInvariant())/Torture.dll", '--pwsh', $PSHOME
}

# ----- Bench -----

function Invoke-Bench {
    Build-Solution # Benchmarks of the module import it in processes of their own.
    $words = $BenchmarkArgument.Split(' ', [StringSplitOptions]::RemoveEmptyEntries)
    dotnet run --configuration Release --project tests/Benchmarks -- $words | Out-Host
}

Push-Location $PSScriptRoot
try {
    # PowerShell puts its own folder first on PATH. The `pwsh` that build.sh wrote for the .NET tool has to precede it.
    $wrappers = "$PSScriptRoot/.tools/bin"
    if ($wrappers -in $env:PATH.Split([IO.Path]::PathSeparator)) {
        $env:PATH = $wrappers, $env:PATH -join [IO.Path]::PathSeparator
    }

    foreach ($name in $Task) {
        & "Invoke-$name"
    }
} catch {
    Write-Host $_ -ForegroundColor Red
    Write-Verbose $_.ScriptStackTrace
    exit 1
} finally {
    Pop-Location
}
