BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    $manifest = Import-PowerShellDataFile "$root/Marianne.psd1"
    $package = "$root/artifacts/package/Marianne/$($manifest.ModuleVersion)"
    if (-not (Test-Path $package)) {
        throw 'There is no package. ./build.ps1 Package makes it.'
    }

    function Get-PackagedFile([string] $Folder) {
        Get-ChildItem "$package/$Folder" -Recurse -File |
            ForEach-Object { [IO.Path]::GetRelativePath($package, $_.FullName) -replace '\\', '/' }
    }
}

Describe 'The package' {
    It 'contains exactly the expected files at its top level' {
        (Get-ChildItem $package -Force).Name | Sort-Object |
            Should -Be 'bin', 'CHANGELOG.md', 'en-US', 'LICENSE', 'Marianne.psd1', 'README.md', 'schema', 'THIRD-PARTY-NOTICES.md'
    }

    It 'contains exactly the module in bin, and the storage assembly with its packages in bin/storage' {
        Get-ChildItem $package/bin | ForEach-Object Name | Sort-Object |
            Should -Be 'Marianne.Core.dll', 'Marianne.dll', 'Marianne.Format.ps1xml', 'Marianne.Runner.dll', 'Marianne.Types.ps1xml', 'storage'
    }

    It 'has a README whose links lead to the repository, as its files are not in the package' {
        $readme = Get-Content $package/README.md -Raw
        $targets = [regex]::Matches($readme, '(?:\]\(|src="|srcset="|href=")([^)"]+)') | ForEach-Object { $_.Groups[1].Value }
        $targets -notmatch '^(https://|#)' | Should -BeNullOrEmpty
        $targets | Should -Contain "$($manifest.PrivateData.PSData.ProjectUri)/blob/main/LICENSE"
        $targets -like '*.svg' | Should -Be "$($manifest.PrivateData.PSData.ProjectUri)/raw/main/docs/images/recovery-curve.svg"
        $targets -like '*.png' -notlike '*/raw/main/docs/images/*' | Should -BeNullOrEmpty
    }

    It 'contains the schemas of scores and reports' {
        Get-PackagedFile schema | Should -Be 'schema/marianne-report.schema.json', 'schema/marianne-score.schema.json'
    }

    It 'contains no assembly twice, which would duplicate its types' {
        $names = Get-PackagedFile bin | Where-Object { $_ -notlike '*/runtimes/*' } | Split-Path -Leaf
        $names | Should -Be ($names | Select-Object -Unique)
    }

    It 'contains no <_>' -ForEach 'debugging symbols (*.pdb)', 'XML comments (*.xml)', 'PowerShellStandard (System.Management.Automation.dll)' {
        $pattern = $_ -replace '.*\((.+)\)', '$1'
        Get-PackagedFile bin | Where-Object { (Split-Path $_ -Leaf) -like $pattern } | Should -BeNullOrEmpty
    }

    It 'contains the native SQLite of exactly the platforms that PowerShell supports' {
        $folders = Get-ChildItem $package/bin/storage/runtimes | ForEach-Object Name
        $folders | Sort-Object | Should -Be @(
            'linux-arm', 'linux-arm64', 'linux-musl-arm64', 'linux-musl-x64', 'linux-x64', 'osx-arm64', 'osx-x64', 'win-arm64', 'win-x64', 'win-x86')
    }

    It 'has the version of its assemblies' {
        $file = [Diagnostics.FileVersionInfo]::GetVersionInfo("$package/bin/Marianne.dll")
        $file.ProductVersion | Should -BeLike "$($manifest.ModuleVersion)*"
    }

    It 'can be imported in another process and stores a job' {
        $script = "Import-Module '$package/Marianne.psd1'
            `$null = Connect-Marianne -Path '$TestDrive/package.db'
            (New-MarianneJob -Id packaged -TotalSheets 1).Id
            (Get-Module Marianne).Version.ToString()"
        pwsh -NoProfile -NonInteractive -Command $script | Should -Be 'packaged', $manifest.ModuleVersion
    }
}

Describe 'The package for the PowerShell Gallery' {
    BeforeAll {
        $file = "$root/artifacts/package/Marianne.$($manifest.ModuleVersion).nupkg"
    }

    It 'has at most 12 MB' {
        (Get-Item $file).Length | Should -BeLessOrEqual 12MB
    }

    It 'can be installed from a repository into an empty folder, and runs and resumes a job' {
        $null = New-Item $TestDrive/repository, $TestDrive/installed, $TestDrive/home, $TestDrive/run -ItemType Directory
        Copy-Item $file $TestDrive/repository
        $install = "Register-PSResourceRepository Local -Uri '$TestDrive/repository' -Trusted
            Save-PSResource Marianne -Repository Local -Path '$TestDrive/installed'"
        $use = "`$env:PSModulePath = '$TestDrive/installed'
            Set-Location '$TestDrive/run'
            `$run = { Invoke-MarianneJob -Name import -Sheet { 'one' }, { if (-not (Test-Path fixed)) { throw 'no' } }, { 'three' } -Option @{ retry = @{ max_retries = 0 } } -ErrorAction Ignore }
            (& `$run).Status
            `$null = New-Item fixed
            `$job = & `$run
            `$job.Status
            (`$job | Get-MarianneExecution).Count
            (Get-Help Invoke-MarianneJob).Synopsis
            (Get-Module Marianne).Path"
        $before = $env:HOME, $env:MARIANNE_HOME
        try {
            $env:HOME = "$TestDrive/home" # The list of repositories is in a file of the user.
            $env:MARIANNE_HOME = "$TestDrive/home/state"
            pwsh -NoProfile -NonInteractive -Command $install | Out-Host
            $output = pwsh -NoProfile -NonInteractive -Command $use
        } finally {
            $env:HOME, $env:MARIANNE_HOME = $before
        }

        $output | Should -Be @(
            'Failed', 'Completed', 4, 'Runs a job, or resumes it where it stopped.'
            [IO.Path]::Combine($TestDrive, 'installed', 'Marianne', $manifest.ModuleVersion, 'bin', 'Marianne.dll'))
    }
}

Describe 'The package of the worker' {
    BeforeAll {
        $tool = "$root/artifacts/package/marianne-worker.$($manifest.ModuleVersion).nupkg"
        $zip = [IO.Compression.ZipFile]::OpenRead($tool)
        $files = $zip.Entries.FullName
        $zip.Dispose()
    }

    It 'contains exactly the worker, its packages and the files of a .NET tool' {
        $expected = @(
            '.rels', '[Content_Types].xml', 'about_Marianne_Worker.md', 'marianne-worker.nuspec', 'DotnetToolSettings.xml'
            'marianne-worker.dll', 'marianne-worker.deps.json', 'marianne-worker.runtimeconfig.json'
            'Marianne.Core.dll', 'Marianne.Runner.dll', 'Marianne.Storage.dll', 'Microsoft.Data.Sqlite.dll'
            'Microsoft.Extensions.DependencyInjection.Abstractions.dll', 'Microsoft.Extensions.Logging.Abstractions.dll', 'Npgsql.dll'
            'SQLitePCLRaw.batteries_v2.dll', 'SQLitePCLRaw.core.dll', 'SQLitePCLRaw.provider.e_sqlite3.dll', 'System.CommandLine.dll', 'YamlDotNet.dll'
        )
        $shipped = $files | Where-Object { $_ -notlike '*/runtimes/*' -and $_ -notlike 'package/*' } | Split-Path -Leaf
        $shipped | Sort-Object | Should -Be ($expected | Sort-Object)
    }

    It 'contains the native SQLite of the same platforms as the module' {
        $systems = $files | Where-Object { $_ -like '*/runtimes/*' } | ForEach-Object { ($_ -split '/')[4] } | Sort-Object -Unique
        $systems | Should -Be (Get-ChildItem $package/bin/storage/runtimes | ForEach-Object Name | Sort-Object)
    }

    It 'can be installed and shows its version' {
        Set-Content $TestDrive/nuget.config "<configuration><packageSources><clear /><add key='here' value='$root/artifacts/package' /></packageSources></configuration>"
        $env:NUGET_PACKAGES = "$TestDrive/packages"
        try {
            $installed = dotnet tool install marianne-worker --tool-path $TestDrive/tools --configfile $TestDrive/nuget.config --version $manifest.ModuleVersion 2>&1
            $LASTEXITCODE | Should -Be 0 -Because "$installed"
            & $TestDrive/tools/marianne-worker --version | Should -Be $manifest.ModuleVersion
        } finally {
            $env:NUGET_PACKAGES = $null
        }
    }
}
