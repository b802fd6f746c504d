"""Where each rule comes from: the article (or code) and its date, as findings name it."""

from typing import Final

STATUS_MAP: Final = "Microsoft Learn: Set up the mapping for the sales order status columns (2025-10-29)"
SOP: Final = "Microsoft Learn: Enable sales order processing integration (2022-08-29)"
PROSPECT_TO_CASH: Final = "Microsoft Learn: Prospect-to-cash in dual-write (2024-04-26)"
DATA_INTEGRATOR: Final = "Microsoft Learn: Synchronize sales order headers and lines directly (2017-11-14)"
EFFICIENCY: Final = "Microsoft Learn: Enable extra efficiency in quote-to-cash (2026-03-10)"
REQUIREMENTS: Final = "Microsoft Learn: Dual-write requirements and prerequisites (2024-02-23)"
QUOTE_BUTTON: Final = (
    "The test of Microsoft's own Price quote button (script msdyn_d365scm_resource), applied to orders"
)
SALES_TEST: Final = "Microsoft's own test for an installed Sales app: solution msdynce_Sales"
PRIVILEGES: Final = "Dataverse Web API: RetrieveUserSetOfPrivilegesByNames"
BUSINESS_CENTRAL: Final = "Microsoft Business Central source code: table CRM Connection Setup (2026-08-22)"
FIELD_REPORT: Final = "J. Foltz: Dynamics CRM and IsSOPIntegrationEnabled (field report on CRM 2016)"
MAPPING_REFERENCE: Final = "Microsoft Learn: Dual-write mapping reference"
MAP_TABLES: Final = "Public code that reads dual-write's tables in Dataverse; no article describes them"
SYSTEM_APPLICATIONS: Final = "Microsoft Learn: System and application users"
AUDITING: Final = "Microsoft Learn: Configure auditing"
