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
    It 'has at its top exactly what ships' {
        (Get-ChildItem $package -Force).Name | Sort-Object |
            Should -Be 'bin', 'CHANGELOG.md', 'en-US', 'LICENSE', 'Marianne.psd1', 'README.md', 'schema'
    }

    It 'has in bin exactly the module, and storage with its packages in a folder of their own' {
        Get-ChildItem $package/bin | ForEach-Object Name | Sort-Object |
            Should -Be 'Marianne.Core.dll', 'Marianne.dll', 'Marianne.Format.ps1xml', 'Marianne.Runner.dll', 'Marianne.Types.ps1xml', 'storage'
    }

    It 'has the schema of scores' {
        Get-PackagedFile schema | Should -Be 'schema/marianne-score.schema.json'
    }

    It 'has no second copy of an assembly, which would be a second set of types' {
        $names = Get-PackagedFile bin | Where-Object { $_ -notlike '*/runtimes/*' } | Split-Path -Leaf
        $names | Should -Be ($names | Select-Object -Unique)
    }

    It 'has no <_>' -ForEach 'debugging symbols (*.pdb)', 'XML comments (*.xml)', 'PowerShellStandard (System.Management.Automation.dll)' {
        $pattern = $_ -replace '.*\((.+)\)', '$1'
        Get-PackagedFile bin | Where-Object { (Split-Path $_ -Leaf) -like $pattern } | Should -BeNullOrEmpty
    }

    It 'has the native SQLite of every platform that PowerShell runs on, and of no other' {
        $folders = Get-ChildItem $package/bin/storage/runtimes | ForEach-Object Name
        $folders | Should -Contain 'win-x64'
        $folders | Should -Contain 'linux-x64'
        $folders | Should -Contain 'linux-arm64'
        $folders | Should -Contain 'osx-arm64'
        $folders -notmatch '^(win|linux|osx)-' | Should -BeNullOrEmpty
    }

    It 'has the version of its assemblies' {
        $file = [Diagnostics.FileVersionInfo]::GetVersionInfo("$package/bin/Marianne.dll")
        $file.ProductVersion | Should -BeLike "$($manifest.ModuleVersion)*"
    }

    It 'is a module that another PowerShell imports and that keeps a job' {
        $script = "Import-Module '$package/Marianne.psd1'
            `$null = Connect-Marianne -Path '$TestDrive/package.db'
            (New-MarianneJob -Id packaged -TotalSheets 1).Id
            (Get-Module Marianne).Version.ToString()"
        pwsh -NoProfile -NonInteractive -Command $script | Should -Be 'packaged', $manifest.ModuleVersion
    }
}

Describe 'The package of the worker' {
    BeforeAll {
        $tool = "$root/artifacts/package/marianne-worker.$($manifest.ModuleVersion).nupkg"
        $zip = [IO.Compression.ZipFile]::OpenRead($tool)
        $files = $zip.Entries.FullName
        $zip.Dispose()
    }

    It 'has exactly the worker with its packages, and what a .NET tool needs' {
        $expected = @(
            '.rels', '[Content_Types].xml', 'about_Marianne_Worker.md', 'marianne-worker.nuspec', 'DotnetToolSettings.xml'
            'marianne-worker.dll', 'marianne-worker.deps.json', 'marianne-worker.runtimeconfig.json'
            'Marianne.Core.dll', 'Marianne.Runner.dll', 'Marianne.Storage.dll', 'Microsoft.Data.Sqlite.dll', 'SQLitePCLRaw.batteries_v2.dll'
            'SQLitePCLRaw.core.dll', 'SQLitePCLRaw.provider.e_sqlite3.dll', 'System.CommandLine.dll', 'YamlDotNet.dll'
        )
        $shipped = $files | Where-Object { $_ -notlike '*/runtimes/*' -and $_ -notlike 'package/*' } | Split-Path -Leaf
        $shipped | Sort-Object | Should -Be ($expected | Sort-Object)
    }

    It 'has the native SQLite of the systems that the module has, and of no other' {
        $systems = $files | Where-Object { $_ -like '*/runtimes/*' } | ForEach-Object { ($_ -split '/')[4] } | Sort-Object -Unique
        $systems | Should -Be (Get-ChildItem $package/bin/storage/runtimes | ForEach-Object Name | Sort-Object)
    }

    It 'installs, and says its version' {
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
