<?xml version="1.0" encoding="utf-8"?>
<!--
  Joins the views of all concepts into Marianne.Format.ps1xml, and their type data into Marianne.Types.ps1xml: each file
  that PowerShell reads makes the import slower. The input names the files: <Format><File>Job.Format.ps1xml</File>...

  <Concept>.Format.ps1xml: how objects look. Views need no Deserialized.* type names: PowerShell removes that prefix when it
  looks for a view. Colours are written here only, and PowerShell removes them where they are not wanted.

  <Concept>.Types.ps1xml: properties as a prompt shows them. They hide the property of the same name (an instant becomes a
  local DateTime, JSON text an object) or bring up a nested one, such as what a run measured of a sheet. They are code
  properties, because a script property costs ten times as much. DefaultDisplayPropertySet is shown where no view applies: for
  objects that follow objects of another type. SerializationDepth lets Start-Job and remoting transfer whole objects, such as
  a job with its sheets.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output indent="yes" />
  <xsl:strip-space elements="*" />

  <xsl:template match="/Format">
    <Configuration>
      <ViewDefinitions>
        <xsl:for-each select="File">
          <xsl:copy-of select="document(string())/Configuration/ViewDefinitions/View" />
        </xsl:for-each>
      </ViewDefinitions>
    </Configuration>
  </xsl:template>

  <xsl:template match="/Types">
    <Types>
      <xsl:for-each select="File">
        <xsl:copy-of select="document(string())/Types/Type" />
      </xsl:for-each>
    </Types>
  </xsl:template>
</xsl:stylesheet>
